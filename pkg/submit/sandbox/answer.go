package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"qwac/pkg/bank"
	"qwac/pkg/check"
)

// answer is what is sent back. Body, status and header are the same whenever the answer is given again.
type answer struct {
	status   int
	header   http.Header // beside Content-Type; nil: nothing
	body     []byte      // JSON
	rules    []string    // for the log
	replayed bool        // for the log
}

// reply makes an answer of any value.
func reply(status int, value any) answer {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		panic("sandbox: " + err.Error()) // the values are plain structs of our own
	}
	return answer{status: status, body: b.Bytes()}
}

// tell is reply with what the API has, as the bank calls it.
func (c *call) tell(status int, value any) answer {
	a := reply(status, value)
	a.body = c.bank.API.ToBank(a.body)
	return a
}

// problem is a refusal. The bank's error bodies are not known; this one says what the sandbox knows.
type problem struct {
	status   int
	basis    bank.Basis // of the status
	code     string     // RFC 6749 5.2, RFC 6750 3.1; empty: the words of the status
	message  string
	findings []finding
	header   http.Header
}

// finding is one finding of the pre-flight in a refusal.
type finding struct {
	Rule    string `json:"rule"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

func (p *problem) Error() string { return p.message }

// documented is a refusal with a status that the bank documents for such a fault, where it documents any.
func documented(status int, format string, args ...any) *problem {
	return &problem{status: status, basis: bank.Documented, message: fmt.Sprintf(format, args...)}
}

// assumed is a refusal with a status that is our choice.
func assumed(status int, format string, args ...any) *problem {
	return &problem{status: status, basis: bank.Assumed, message: fmt.Sprintf(format, args...)}
}

// notTheBank is part of every refusal.
const notTheBank = "this is qwac sandbox, not the bank; the bank's error bodies are not known"

// answer writes the refusal as JSON. At the token endpoint it has the fields of RFC 6749 5.2.
func (p *problem) answer(c *call) answer {
	body := struct {
		Error       string    `json:"error"`
		Description string    `json:"error_description,omitempty"`
		Message     string    `json:"message,omitempty"`
		Status      int       `json:"status"`
		Assumed     string    `json:"assumed"`
		Findings    []finding `json:"findings,omitempty"`
		RequestID   string    `json:"requestId,omitempty"`
		Sandbox     string    `json:"sandbox"`
	}{Error: p.codeFor(c.route.endpoint), Status: p.status, Assumed: "status and body", Findings: p.findings,
		Sandbox: notTheBank}
	if p.basis == bank.Documented && c.documentsErrors() {
		body.Assumed = "body"
	}
	if validRequestID(c.requestID) {
		body.RequestID = c.requestID
	}
	body.Message = p.message
	if c.route.endpoint == Token {
		body.Message, body.Description = "", p.message
	}
	a := reply(p.status, body)
	a.header = p.header
	for _, f := range p.findings {
		a.rules = append(a.rules, f.Rule)
	}
	return a
}

// codeFor is the error code: one of RFC 6749 5.2 at the token endpoint.
func (p *problem) codeFor(e Endpoint) string {
	switch {
	case p.code != "":
		return p.code
	case e == Token && p.status == http.StatusUnauthorized:
		return "invalid_client"
	case e == Token && p.status < http.StatusInternalServerError:
		return "invalid_request"
	}
	return http.StatusText(p.status)
}

// refuse turns an error into an answer. Any error other than a refusal is a fault of the sandbox itself.
func refuse(c *call, err error) answer {
	var p *problem
	if !errors.As(err, &p) {
		p = assumed(http.StatusInternalServerError, "the sandbox has a fault of its own: %v", err)
	}
	return p.answer(c)
}

// decode reads a JSON body into a struct, as a strict reader would. Fields that the API does not have are refused: they
// are slips of the pen. So are fields in another case and fields that stand there twice, of which readers take the one
// or the other (RFC 8259 4).
func (c *call) decode(into any) error {
	var names []string
	for _, ours := range fieldsOf(into) {
		names = append(names, c.bank.API.Theirs(ours))
	}
	return c.decodeNamed(names, into)
}

// decodeNamed is decode of an object with fields of these names.
func (c *call) decodeNamed(names []string, into any) error {
	kind, _, err := mime.ParseMediaType(c.header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return assumed(http.StatusUnsupportedMediaType, "the Content-Type is %q, want application/json",
			c.header.Get("Content-Type"))
	}
	if err := exactKeys(c.body, names); err != nil {
		return documented(http.StatusBadRequest, "the body is not the JSON of this request: %v", err)
	}
	dec := json.NewDecoder(bytes.NewReader(c.bank.API.FromBank(c.body)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return documented(http.StatusBadRequest, "the body is not the JSON of this request: %v", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return documented(http.StatusBadRequest, "there is something behind the JSON object, want nothing")
	}
	return nil
}

// refused returns the refusal that the pre-flight predicts, with its status, or nil.
func refused(r *check.Result, message string) error {
	if r.Verdict == check.Accept {
		return nil
	}
	return &problem{status: r.Status, basis: r.Basis, message: message, findings: blocking(r)}
}

// blocking lists what makes the bank refuse, gravest first.
func blocking(r *check.Result) []finding {
	var list []finding
	for _, f := range r.Findings {
		if f.Blocks {
			list = append(list, finding{f.Rule.ID, f.Rule.Code, f.Message, f.Hint})
		}
	}
	return list
}
