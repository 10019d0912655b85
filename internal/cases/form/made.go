package form

import "qwac/internal/cases/kit"

// What cases are made with most.
var (
	addAttribute  = kit.AddAttribute
	attribute     = kit.Attribute
	purposes      = kit.Purposes
	qcType        = kit.QCType
	dropStatement = kit.DropStatement
	addStatement  = kit.AddStatement
	text          = kit.Text
	psd2          = kit.PSD2
	orgID         = kit.OrgID
	then          = kit.Then
)
