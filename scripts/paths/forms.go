package main

import (
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"
)

// words are strings, or one string in place of a list.
type words []string

func (w *words) UnmarshalJSON(text []byte) error {
	var one string
	if err := json.Unmarshal(text, &one); err == nil {
		*w = nil
		if one != "" {
			*w = words{one}
		}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(w))
}

// certificates are certificates or lists in DER: strings in base64 of any kind, or in PEM.
type certificates [][]byte

func (c *certificates) UnmarshalJSON(text []byte) error {
	var list words
	if err := json.Unmarshal(text, &list); err != nil {
		return errors.New("certificates are strings in base64 or PEM")
	}
	*c = nil
	for i, one := range list {
		ders, err := readDER(one)
		if err != nil {
			return fmt.Errorf("certificate %d of a list: %w", i+1, err)
		}
		*c = append(*c, ders...)
	}
	return nil
}

func readDER(text string) (ders [][]byte, err error) {
	if strings.Contains(text, "-----BEGIN") {
		for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
			ders = append(ders, block.Bytes)
		}
		if ders == nil {
			err = errors.New("no block of PEM is whole")
		}
		return ders, err
	}
	bare := strings.NewReplacer("-", "+", "_", "/").Replace(strings.Join(strings.Fields(text), ""))
	der, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(bare, "="))
	return [][]byte{der}, err
}

// moment is a time in the forms in use, or in seconds since 1970. Zero: the case has none.
type moment struct{ time.Time }

func (m *moment) UnmarshalJSON(text []byte) error {
	var seconds int64
	if err := json.Unmarshal(text, &seconds); err == nil && string(text) != "null" {
		m.Time = time.Unix(seconds, 0).UTC()
		return nil
	}
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	if s == "" {
		return nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
		if at, err := time.Parse(layout, s); err == nil {
			m.Time = at
			return nil
		}
	}
	return fmt.Errorf("%q is no time, want one like 2026-07-15T00:00:00Z", s)
}
