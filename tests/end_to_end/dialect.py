"""Asks a server what AWS has no call for: the dialect Sempurna, in JSON."""
import json
import types

from wire import Wire


def ask(server, operation, key=None, secret=None, **members):
    """Status and answer."""
    who = types.SimpleNamespace(port=server.port, key=key or server.key, secret=secret or server.secret)
    answer = Wire(who, service="sempurna").send(
        "POST", "/", headers={"x-amz-target": f"Sempurna.{operation}", "content-type": "application/x-amz-json-1.1"},
        body=json.dumps(members).encode())
    return answer.status, json.loads(answer.text)
