package sandbox

import (
	"bytes"
	"net/http"
	"strconv"
	"time"
)

// elsewhere is a host that cannot exist (RFC 2606).
const elsewhere = "https://elsewhere.invalid"

// before applies the trouble that replaces any work. False: the request is still to be answered.
func (k Kind) before(c *call) (a answer, replaced bool) {
	retry := http.Header{"Retry-After": {"1"}}
	status := 0
	switch k {
	case DropBefore:
		return answer{}, true
	case TooMany:
		status = http.StatusTooManyRequests
	case Internal:
		status, retry = http.StatusInternalServerError, nil
	case Unavailable:
		status = http.StatusServiceUnavailable
	case Redirect:
		status, retry = http.StatusTemporaryRedirect, http.Header{"Location": {elsewhere + c.path}}
	default:
		return answer{}, false
	}
	return made(c, status, retry), true
}

func made(c *call, status int, header http.Header) answer {
	p := assumed(status, "made on purpose")
	p.header = header
	return p.answer(c)
}

// status is what the client sees instead of the given status; zero for a dropped connection.
func (k Kind) status(given int) int {
	switch k {
	case DropBefore, DropAfter:
		return 0
	case InternalDone:
		return http.StatusInternalServerError
	}
	return given
}

const (
	// hugeBody is ten times what a client should read.
	hugeBody = 10 << 20
	// slowStep is the time between two bytes.
	slowStep = 100 * time.Millisecond
)

// write sends the answer, or what the trouble turns it into.
func (k Kind) write(w http.ResponseWriter, r *http.Request, c *call, a answer) {
	switch k {
	case DropBefore, DropAfter:
		panic(http.ErrAbortHandler) // net/http then ends the connection without a word
	case InternalDone:
		made(c, http.StatusInternalServerError, nil).write(w, c, "application/json")
	case Truncated:
		whole := a.body
		a.body = whole[:len(whole)/2]
		w.Header().Set("Content-Length", strconv.Itoa(len(whole)))
		a.write(w, c, "application/json")
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case WrongType:
		a.body = []byte("<!DOCTYPE html><title>Welcome</title>\n")
		a.write(w, c, "text/html; charset=utf-8")
	case Huge:
		a.body = append(bytes.Clone(a.body), bytes.Repeat([]byte(" "), hugeBody)...)
		a.write(w, c, "application/json")
	case Slow:
		a.trickle(w, r, c)
	default:
		a.write(w, c, "application/json")
	}
}

func (a answer) write(w http.ResponseWriter, c *call, kind string) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", kind)
	if validRequestID(c.requestID) {
		w.Header().Set(c.bank.API.RequestID, c.requestID)
	}
	w.WriteHeader(a.status)
	w.Write(a.body) // the client may have gone
}

// trickle sends the body byte by byte until the client has it or has gone.
func (a answer) trickle(w http.ResponseWriter, r *http.Request, c *call) {
	body := a.body
	a.body = nil
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	a.write(w, c, "application/json")
	flush := http.NewResponseController(w).Flush
	for i := range body {
		if w.Write(body[i : i+1]); flush() != nil || !wait(r, slowStep) {
			return
		}
	}
}

// delay waits for the latency that is asked for.
func (s *Server) delay(r *http.Request) {
	if d := s.options.Faults.Latency; d > 0 {
		wait(r, d)
	}
}

// wait returns false if the client goes away first.
func wait(r *http.Request, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
		return false
	}
}
