package app

import "slices"

// What the help has beside the descriptions of commands and flags.

// commandGroups are the titles under which commands stand, in the order of the work.
func commandGroups() []string {
	return []string{"judge and mend", "ask for a certificate", "at the bank", "trusted lists", "rehearse",
		"many certificates, and CI", "rules and words", "more commands"}
}

func commandGroup(name string) string {
	switch name {
	case "check", "inspect", "payload", "fix", "page":
		return "judge and mend"
	case "csr":
		return "ask for a certificate"
	case "submit", "client", "token", "support-report", "compare", "rotate":
		return "at the bank"
	case "trust", "register":
		return "trusted lists"
	case "sandbox", "testpki":
		return "rehearse"
	case "config", "baseline", "report":
		return "many certificates, and CI"
	case "rules", "explain", "profiles":
		return "rules and words"
	}
	return "more commands"
}

// groupTitles are the titles under which flags stand.
func groupTitles() []string {
	return []string{"which bank", "who calls", "what is asked for", "what is judged by", "what to read", "what is sent",
		"what counts, and what is written", "flags"}
}

// flagGroup is the title under which a flag stands. calls: of a command that calls a bank, where --key is that of the
// caller.
func flagGroup(name string, calls bool) string {
	switch name {
	case "env", "base-url", "token-url", "server-ca", "timeout":
		if !calls {
			return "what is judged by"
		}
		return "which bank"
	case "cert", "client-id", "client-secret-file":
		return "who calls"
	case "key", "key-password-file":
		if calls {
			return "who calls"
		}
		return "what is judged by"
	case "profile", "roles", "trust", "trusted-lists", "no-trusted-lists", "crl", "ocsp", "at", "previous", "qsealc",
		"expires-within", "require", "config", "no-config":
		return "what is judged by"
	case "password-file", "pool", "exclude", "no-ignore", "jobs", "since", "stream", "request", "from", "call",
		"include", "whole", "each", "list-files", "strict-input", "crypto-rsa":
		return "what to read"
	case "yes", "force", "again", "give-up", "dry-run", "state-dir":
		return "what is sent"
	case "name", "redirect-uri", "secret-out":
		return "what is asked for"
	case "fail-on", "format", "color", "output", "receipt", "baseline", "verifiers", "all-paths", "pem", "quiet",
		"verbose", "diff", "write", "check":
		return "what counts, and what is written"
	}
	return "flags"
}

// isNeeded reports whether a command does nothing without a flag.
func isNeeded(command, flag string) bool {
	switch command {
	case "qwac submit", "qwac token", "qwac client show", "qwac client redirect-uris list",
		"qwac client redirect-uris set", "qwac client redirect-uris add", "qwac client redirect-uris remove":
		return flag == "cert" || flag == "client-id"
	case "qwac client register":
		return slices.Contains([]string{"cert", "name", "roles", "redirect-uri", "secret-out"}, flag)
	case "qwac support-report":
		return flag == "cert"
	case "qwac csr":
		return flag == "organization" || flag == "organization-identifier" || flag == "roles"
	case "qwac testpki":
		return flag == "output"
	}
	return false
}

// examplesOf are lines to type, each with a comment where it does not speak for itself.
func examplesOf(command string) []string {
	switch command {
	case "qwac":
		return []string{
			"qwac inspect *.cer                        # what the files of the QTSP are",
			"qwac check leaf.pem intermediate.pem root.pem",
			"qwac payload *.cer -o payload.json        # in order, and ready to be sent",
			"qwac explain psd2-roles-flattened",
		}
	case "qwac check":
		return []string{
			"qwac check leaf.pem intermediate.pem root.pem --key key.pem",
			"qwac check chain.pem --roles PSP_AI,PSP_PI",
			"qwac check certs/ --format sarif=qwac.sarif --format text",
			"openssl s_client -connect HOST:443 -showcerts </dev/null | qwac check -",
		}
	case "qwac inspect":
		return []string{"qwac inspect psd2.cer", "qwac inspect bundle.p12 --password-file pw.txt --format json",
			"qwac inspect leaf.pem --fingerprints --dn"}
	case "qwac payload":
		return []string{"qwac payload leaf.cer issuing.crt root.cer -o payload.json",
			"qwac payload bundle.p12 --pem -o chain.pem"}
	case "qwac fix":
		return []string{"qwac fix chain.pem                        # show what would change",
			"qwac fix chain.pem --write"}
	case "qwac csr":
		return []string{"qwac csr --organization 'Fixture Payments ApS' \\",
			"  --organization-identifier PSDDK-DFSA-12345 --roles PSP_AI,PSP_PI \\",
			"  --dns psd2.fixture-payments.example --key-out key.pem -o request.pem"}
	case "qwac page":
		return []string{"qwac page -o qwac.html", "qwac page --roles PSP_AI,PSP_PI -o qwac.html"}
	case "qwac compare":
		return []string{"qwac compare old/leaf.pem new/chain.pem", "qwac compare registered.json new/chain.pem"}
	case "qwac rules":
		return []string{"qwac rules --group S", "qwac rules --blocking --text clientAuth"}
	case "qwac profiles":
		return []string{"qwac profiles", "qwac profiles etsi"}
	case "qwac explain":
		return []string{"qwac explain psd2-roles-flattened", "qwac explain S04", "qwac explain QTSP"}
	case "qwac config":
		return []string{"qwac config init", "qwac config verify"}
	case "qwac config init":
		return []string{"qwac config init"}
	case "qwac config verify":
		return []string{"qwac config verify", "qwac config verify certs/.qwac.yaml"}
	case "qwac config show":
		return []string{"qwac config show --origin", "qwac config show certs/acme/leaf.pem"}
	case "qwac config schema":
		return []string{"qwac config schema > qwac.schema.json"}
	case "qwac baseline", "qwac baseline create":
		return []string{"qwac baseline create certs/ -o qwac-baseline.json",
			"qwac check certs/ --baseline qwac-baseline.json"}
	case "qwac baseline update":
		return []string{"qwac baseline update --baseline qwac-baseline.json certs/"}
	case "qwac report", "qwac report convert":
		return []string{"qwac report convert report.json --format markdown"}
	case "qwac testpki":
		return []string{"qwac testpki -o pki", "qwac testpki -o faulty --fault psd2-roles-flattened"}
	case "qwac sandbox":
		return []string{"qwac sandbox --state bank.db              # writes bank.env, bank.ps1",
			"qwac sandbox --faults 503=2,certificates:drop-after=1/10"}
	case "qwac version":
		return []string{"qwac version"}
	case "qwac completion":
		return []string{"qwac completion bash > ~/.local/share/bash-completion/completions/qwac",
			"qwac completion zsh > ~/.zfunc/_qwac      # a folder of $fpath",
			"qwac completion fish > ~/.config/fish/completions/qwac.fish",
			"qwac completion powershell >> $PROFILE"}
	}
	return bankExamples(command)
}

// bankExamples are those of commands that call a bank, or keep its lists.
func bankExamples(command string) []string {
	switch command {
	case "qwac submit":
		return []string{"qwac submit new/chain.pem --env sandbox --cert old/chain.pem \\",
			"  --key old/key.pem --client-secret-file secret.txt --receipt receipt.json",
			"qwac submit new/chain.pem --dry-run --env sandbox --cert old.p12 \\",
			"  --client-id ID"}
	case "qwac client", "qwac client show":
		return []string{"qwac client show --env sandbox --cert chain.pem --key key.pem \\",
			"  --client-secret-file secret.txt"}
	case "qwac client register":
		return []string{"qwac client register --env sandbox --cert chain.pem --key key.pem \\",
			"  --name mycompany --roles PSP_AI,PSP_PI --secret-out secret.txt \\",
			"  --redirect-uri https://psd2.fixture-payments.example/callback"}
	case "qwac client redirect-uris", "qwac client redirect-uris add":
		return []string{"qwac client redirect-uris add https://psd2.fixture-payments.example/new \\",
			"  --env sandbox --cert chain.pem --key key.pem --client-secret-file secret.txt"}
	case "qwac client redirect-uris list":
		return []string{"qwac client redirect-uris list --env sandbox --cert chain.pem \\",
			"  --key key.pem --client-secret-file secret.txt"}
	case "qwac client redirect-uris set":
		return []string{"qwac client redirect-uris set https://psd2.fixture-payments.example/only \\",
			"  --env sandbox --cert chain.pem --key key.pem --client-secret-file secret.txt"}
	case "qwac client redirect-uris remove":
		return []string{"qwac client redirect-uris remove https://psd2.fixture-payments.example/old \\",
			"  --env sandbox --cert chain.pem --key key.pem --client-secret-file secret.txt"}
	case "qwac token":
		return []string{"TOKEN=$(qwac token --env sandbox --cert chain.pem --key key.pem \\",
			"  --client-secret-file secret.txt)"}
	case "qwac support-report":
		return []string{"qwac support-report chain.pem --env sandbox --cert old/chain.pem \\",
			"  --key old/key.pem --client-secret-file secret.txt -o report.md"}
	case "qwac trust", "qwac trust update":
		return []string{"qwac trust update", "qwac check leaf.pem intermediate.pem root.pem"}
	case "qwac rotate", "qwac rotate plan":
		return []string{"qwac rotate plan old/leaf.pem new/chain.pem",
			"qwac rotate plan old/leaf.pem new/chain.pem --banks banks.csv"}
	case "qwac rotate banks":
		return []string{"qwac rotate banks > banks.csv", "qwac rotate banks banks.csv"}
	case "qwac rotate schema":
		return []string{"qwac rotate schema > banks.schema.json"}
	case "qwac register", "qwac register import":
		return []string{"qwac register import register.zip", "qwac register show PSDDK-DFSA-97351842"}
	case "qwac register show":
		return []string{"qwac register show PSDDK-DFSA-97351842", "qwac register show 'Fixture Payments'"}
	case "qwac trust add":
		return []string{"qwac trust add eu-lotl.xml DK-TL.xml"}
	case "qwac trust list":
		return []string{"qwac trust list"}
	case "qwac trust show":
		return []string{"qwac trust show DK", "qwac trust show --wsa"}
	case "qwac trust verify":
		return []string{"qwac trust verify", "qwac trust verify eu-lotl.xml DK-TL.xml"}
	case "qwac trust diff":
		return []string{"qwac trust diff lists-2026-10 lists-2026-11"}
	case "qwac trust export":
		return []string{"qwac trust export -o qwac-issuers.pem", "qwac trust export DK -o dk.pem"}
	}
	return nil
}
