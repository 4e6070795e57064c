"""One answer for many: written once, looked at letter by letter, and given to everybody in a letter of their own."""
