package eidas

// Places of fields, as findings have them.
const (
	PathStatements = "qcStatements"
	PathPDS        = PathStatements + ".QcPDS"
	PathPSD2       = PathStatements + ".PSD2QcType"
	PathRoles      = PathPSD2 + ".rolesOfPSP"
	PathNCAName    = PathPSD2 + ".nCAName"
	PathNCAID      = PathPSD2 + ".nCAId"
	PathOrgID      = "subject.organizationIdentifier"
)
