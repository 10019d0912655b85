// Command page builds the core of the offline page, for programs with the build tag page. See make page.
package main

import (
	"flag"
	"log"

	"qwac/internal/page/build"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("page: ")
	source := flag.String("source", ".", "folder with the sources")
	flag.Parse()
	if err := build.Core(*source, nil); err != nil {
		log.Fatal(err)
	}
}
