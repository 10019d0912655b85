package config

import (
	"strings"

	"qwac/pkg/report/formats"
)

func text() schema { return schema{"type": "string", "minLength": 1} }

func oneOf(words []string) schema { return schema{"enum": words} }

func listOf(item schema) schema {
	return schema{"type": "array", "items": item, "minItems": 1, "uniqueItems": true}
}

func texts() schema { return listOf(text()) }

func roles() schema { return listOf(text()) }

// pattern is one of targets, as [reader.pattern] reads it; whether its brackets close, the reader alone finds.
func pattern() schema {
	return schema{"type": "string", "minLength": 1, "maxLength": maxPattern,
		"not": schema{"pattern": `^\.{0,2}/|/$|\\`}}
}

// reports are formats, alone or with a file; where it lies the reader alone finds.
func reports() schema {
	return listOf(schema{"type": "string", "pattern": "^(" + strings.Join(formats.Names(), "|") + ")(=.+)?$"})
}

func age() schema { return schema{"type": "string", "pattern": "^0*[1-9][0-9]{0,4}[hdw]$"} }

func severities() schema {
	return schema{
		"type": "object", "additionalProperties": oneOf([]string{"notice", "warning", "error"}),
	}
}

// mappings is a list of mappings with these keys.
func mappings[T any](keys []Key[T]) schema {
	s := object(keys)
	switch keys[0].Name {
	case "match":
		s["required"] = []string{"match"}
		s["minProperties"] = 2
	case "rule":
		s["required"] = []string{"rule", "reason"}
		s["anyOf"] = []schema{{"required": []string{"path"}}, {"required": []string{"fingerprint"}}}
	}
	return schema{"type": "array", "items": s, "minItems": 1, "maxItems": maxEntries}
}

func object[T any](keys []Key[T]) schema {
	properties := schema{}
	for _, k := range keys {
		s := schema{"description": k.About}
		for name, v := range k.schema {
			s[name] = v
		}
		properties[k.Name] = s
	}
	return schema{"type": "object", "properties": properties, "additionalProperties": false}
}
