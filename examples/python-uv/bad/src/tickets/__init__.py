"""Counts tickets."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index() -> dict[str, int]:
    return {"open": 0}
