package html_test
