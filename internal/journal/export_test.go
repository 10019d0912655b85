package journal

import "fmt"

// ReadRecord is what the content of a file says.
func ReadRecord(id, text string) (string, error) {
	r, err := parseRecord(id, []byte(text))
	return fmt.Sprint(r), err
}
