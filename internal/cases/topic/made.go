package topic

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
	with          = kit.With
	psd2          = kit.PSD2
	roles         = kit.Roles
	orgID         = kit.OrgID
	ncaID         = kit.NCAID
	then          = kit.Then
	withoutLeaf   = kit.WithoutLeaf
	certificate   = kit.Certificate
	country       = kit.Country
	foreignRole   = kit.ForeignRole
)
