from tickets import app


def test_no_ticket_is_open():
    assert app.test_client().get("/").json == {"open": 0}
