"""The statements of the search. In the braces stand conditions, their values beside them."""

UNDERSTOOD = """
SELECT query::text, numnode(query), ARRAY(SELECT id FROM tickets_tag WHERE lower(name) = ANY(%(words)s))
FROM websearch_to_tsquery('helpdesk', unaccent(%(terms)s)) query
"""
MESSAGES = """
SELECT tickets_message.id, tickets_message.created_at, seq, client_id, text, visibility, author_kind,
    tickets_ticket.id, subject, status, channel, customers_customer.id, customers_customer.name, preferred_name,
    accounts_user.name, public_name
FROM tickets_message JOIN tickets_ticket ON tickets_ticket.id = ticket_id
JOIN customers_customer ON customers_customer.id = customer_id LEFT JOIN accounts_user ON accounts_user.id = author_id
WHERE {where} ORDER BY tickets_message.created_at DESC, tickets_message.id DESC LIMIT {limit}
"""
TICKETS = """
SELECT tickets_ticket.id, last_message_at, subject, status, channel, last_text, customer_id,
    customers_customer.name, preferred_name, accounts_user.name AS assignee, public_name
FROM tickets_ticket {join} JOIN customers_customer ON customers_customer.id = customer_id
LEFT JOIN accounts_user ON accounts_user.id = assignee_id
WHERE {where} ORDER BY tickets_ticket.id DESC LIMIT {limit}
"""
EITHER = "SELECT * FROM ({arms}) either ORDER BY id = {number} DESC, id DESC LIMIT {limit}"
CUSTOMERS = """
SELECT customers_customer.id, customers_customer.name, preferred_name, customers_organisation.name,
    newest.id, newest.tickets
FROM customers_customer LEFT JOIN customers_organisation ON customers_organisation.id = organisation_id
CROSS JOIN LATERAL (SELECT max(tickets_ticket.id) AS id, count(*) AS tickets FROM tickets_ticket
    WHERE customer_id = customers_customer.id AND {seen}) newest
WHERE {where} AND newest.id IS NOT NULL ORDER BY customers_customer.id DESC LIMIT {limit}
"""
CALLED = "helpdesk_plain(customers_customer.name || ' ' || preferred_name)"
COMPANY = "helpdesk_plain(name)"
# As arrays they are found first, and then the customers by their keys.
OF_COMPANY = "organisation_id = ANY(ARRAY(SELECT id FROM customers_organisation WHERE {where} LIMIT 100))"
HOLDS = "customers_customer.id = ANY(ARRAY(SELECT customer_id FROM customers_identity WHERE value ILIKE %s LIMIT 500))"
WRITER = """CASE author_kind WHEN 'customer' THEN customer_id IN (SELECT id FROM customers_customer WHERE {customer})
    WHEN 'agent' THEN author_id IN (SELECT id FROM accounts_user WHERE {agent}) ELSE FALSE END"""
