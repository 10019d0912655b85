package asked

import "qwac/internal/cases/kit"

// What cases are made with most.
var (
	with        = kit.With
	then        = kit.Then
	withoutLeaf = kit.WithoutLeaf
	certificate = kit.Certificate
	psd2        = kit.PSD2
	roles       = kit.Roles
	foreignRole = kit.ForeignRole
	orgID       = kit.OrgID
	ncaID       = kit.NCAID
	country     = kit.Country
)
