def test_numbers_with_a_slash_travel_as_percent_2f(api):
    api.ok("POST", "/contacts", {"name": "Ana Gil", "no": "A/B 1"})

    assert api.ok("GET", "/contacts/A%2FB%201")["no"] == "A/B 1"
    assert api.ok("GET", "/contacts/a%2fb%201")["name"] == "Ana Gil"
