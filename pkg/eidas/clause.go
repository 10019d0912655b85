package eidas

import (
	"time"

	"qwac/pkg/lint"
)

// Edition181 is the month of TS 119 495 V1.8.1.
func Edition181() time.Time { return time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC) }

// NoUnits is the day from which the Baseline Requirements forbid organizationalUnitName (ballot SC-47).
func NoUnits() time.Time { return time.Date(2022, 9, 1, 0, 0, 0, 0, time.UTC) }

// BR200 is the day of the Baseline Requirements V2.0.0, with a profile of each extension (ballot SC-62).
func BR200() time.Time { return time.Date(2023, 9, 15, 0, 0, 0, 0, time.UTC) }

// TS495 is a clause of TS 119 495.
func TS495(section string) lint.Clause {
	return lint.Clause{Document: "TS 119 495", Section: section}
}

// EN5 is a clause of EN 319 412-5.
func EN5(section string) lint.Clause { return lint.Clause{Document: "EN 319 412-5", Section: section} }

// Inference is the source of rules that rest on no clause in these words.
func Inference() lint.Clause { return lint.Clause{Document: "qwac", Section: "inference"} }
