"""What the tests in a real browser stand on: processes, a bad line, devices and what people do on them."""
