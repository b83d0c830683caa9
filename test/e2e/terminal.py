"""Runs a command on a terminal of its own, and prints what it writes there.

Standard input: {"command": [...], "env": {...}, "cwd": "...", "columns": 80,
"steps": [["what to wait for", "what to type then"], ...]}. Ends with the command's exit status.
"""

import fcntl
import json
import os
import pty
import struct
import sys
import termios

task = json.load(sys.stdin)
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, task["columns"], 0, 0))
    os.chdir(task["cwd"])
    os.execve(task["command"][0], task["command"], task["env"])

output = bytearray()
seen = 0
steps = task["steps"]
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:  # Linux reports the end of a terminal as EIO.
        break
    if not chunk:
        break
    output += chunk
    while steps and (found := output.find(steps[0][0].encode(), seen)) != -1:
        wanted, typed = steps.pop(0)
        seen = found + len(wanted.encode())
        os.write(terminal, typed.encode())
sys.stdout.buffer.write(output)
sys.stdout.flush()
os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
