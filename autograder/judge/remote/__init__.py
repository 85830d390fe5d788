"""The student's session as a test sees it from outside: calls over the wire that give back data."""
