"""Verifies PayIn/PayOut callbacks as its page says: HMAC-SHA256 of the raw body by the SecretToken.

Prints its port, and then a line for each delivery: the status that it answers, and the body.
"""

import hashlib
import hmac
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET_TOKEN = os.environ["VK_API_SECRET"]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signature = hmac.new(SECRET_TOKEN.encode("utf-8"), body, hashlib.sha256).hexdigest()
        is_right = hmac.compare_digest(signature, self.headers.get("X-Signature", ""))
        self.send_response(200 if is_right else 401)
        self.end_headers()
        print(200 if is_right else 401, body.decode("utf-8"), flush=True)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
print("port", server.server_port, flush=True)
server.serve_forever()
