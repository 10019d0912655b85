package path

// Work bounds what one validation costs; what is spent is counted up.
type Work struct {
	comparisons int // of names with constraints
	nodes       int // of the policy graph
}

const (
	// maxComparisons is how many comparisons of a name with a constraint one path may ask for, as for BoringSSL.
	maxComparisons = 1 << 20
	// maxPolicyNodes bounds the policy graph of a path. A level has at most as many nodes as there are policies in
	// the certificates above; an honest chain has a few dozen.
	maxPolicyNodes = 1 << 16
)
