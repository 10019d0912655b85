package main

// runner judges the suites one after the other and counts.
type runner struct {
	options
	dir         string
	base        baselines
	pkits       [][]byte // all CAs of PKITS
	headed      bool
	each        func(tally)       // what becomes of the result of a suite
	exceptions  map[string]string // case ▶ why its verdict is wrong
	unexplained int
	differ      int
	broken      int // lines and files that cannot be read
	total       oracleTally
	oracle      map[string][]oracleRow
}

// options are the flags.
type options struct {
	json, verbose, pool, inside, explain bool
	shuffle                              int
}

// tally is the result of a suite.
type tally struct {
	Suite       string `json:"suite"`
	Cases       int    `json:"cases"`
	Right       int    `json:"right"`
	FalseAccept int    `json:"false_accept"`
	FalseReject int    `json:"false_reject"`
	OutOfScope  int    `json:"out_of_scope"`
	// Alone is how many false accepts Go and OpenSSL both rightly refuse.
	Alone int `json:"false_accept_alone"`
	// Unexplained is how many verdicts are not as exceptions.csv says: wrong without a line there, or right with one.
	Unexplained int     `json:"unexplained"`
	Go          int     `json:"go_right,omitempty"`
	OpenSSL     int     `json:"openssl_right,omitempty"`
	Seconds     float64 `json:"seconds"`
	Differ      int     `json:"differ_when_shuffled"`
	MaxCheck    int     `json:"most_signature_checks"`
}

// oracleRow is the cause that another verifier gives for a rejection.
type oracleRow struct {
	oracle, cause string
	cert          int
}

type oracleTally struct{ rows, right, boring, boringRight int }
