package asked

import "qwac/internal/cases/kit"

// What cases are made with most.
var (
	with        = kit.With
	psd2        = kit.PSD2
	roles       = kit.Roles
	orgID       = kit.OrgID
	ncaID       = kit.NCAID
	then        = kit.Then
	withoutLeaf = kit.WithoutLeaf
	certificate = kit.Certificate
	country     = kit.Country
	foreignRole = kit.ForeignRole
)
