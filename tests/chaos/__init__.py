"""That nothing is lost, whatever breaks: all of it real, failing at moments from one seed, judged from outside."""
