package main

import (
	"fmt"
	"net/http"
)

func greeting(name string) string {
	return fmt.Sprintf("Hello, %s!", name)
}

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, greeting(r.URL.Query().Get("name")))
	})
	http.ListenAndServe(":8080", nil)
}
