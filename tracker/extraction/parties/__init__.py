"""Who is responsible: names, bodies, roles and the clauses that join them."""
