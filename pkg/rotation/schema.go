package rotation

import (
	"bytes"
	"encoding/json"
)

// Schema is the JSON Schema of a file in YAML, made of the table that reads it.
func Schema() ([]byte, error) {
	row := schema{"type": "object", "additionalProperties": false, "required": required(), "properties": properties()}
	whole := schema{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "banks of a rotation plan", "description": "How each bank takes a new certificate",
		"type": "object", "additionalProperties": false, "required": []string{listKey},
		"properties": schema{listKey: schema{"type": "array", "minItems": 1, "maxItems": maxBanks, "items": row}},
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(whole)
	return b.Bytes(), err
}

func properties() schema {
	all := schema{}
	for _, k := range keys() {
		s := schema{"description": k.about}
		switch k.kind {
		case number:
			s["type"] = "integer"
		case yesNo:
			s["type"] = "boolean"
		case day:
			s["anyOf"] = []schema{{"type": "string", "pattern": `^20[0-9]{2}(-[01][0-9](-[0-3][0-9])?)?$`},
				{"type": "integer", "minimum": firstSeen, "maximum": 2099}}
		case texts:
			s["type"], s["minItems"], s["uniqueItems"] = "array", 1, true
			s["items"] = schema{"enum": k.words}
		default:
			s["type"], s["minLength"] = "string", 1
			if k.words != nil {
				s["enum"] = k.words
			}
		}
		for name, v := range k.schema {
			s[name] = v
		}
		all[k.name] = s
	}
	return all
}
