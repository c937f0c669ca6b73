{#
    Return the grants by which others could read the candidate: every grant on an audit schema itself, and its future
    and inherited grants that prod's schema lacks; rows from list_grants, each with `cascade` if its holder may have
    granted it to others. Grants on relations are useless without a privilege on the schema. Grants to the role of the
    run and to the owner of the schema are not foreign. Reads only.
#}
{% macro foreign_grants(pairs) %}
    {%- set existing = dbt_wap.schema_keys_of(pairs) -%}
    {%- set audits, prods, places, rows = [], [], {}, [] -%}
    {%- for pair in pairs -%}
        {%- if dbt_wap.place_key(pair, "audit") in existing -%}
            {%- do audits.extend(dbt_wap.locate([pair], "audit")) -%}
        {%- endif -%}
        {%- if dbt_wap.place_key(pair, "prod") in existing -%}
            {%- set prod, audit = dbt_wap.locate([pair], "prod")[0], dbt_wap.locate([pair], "audit")[0] -%}
            {%- do prods.append(prod) -%}
            {%- do places.update({dbt_wap.relation_name(prod["database"], prod["schema"]): audit}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set found = dbt_wap.list_grants(audits, []) -%}
    {%- set others = dbt_wap._grants_to_others(found, audits) -%}
    {%- set to_compare = prods if others | rejectattr("on", "equalto", "schema") | list else [] -%}
    {%- set of_prod = [] -%}
    {%- for row in dbt_wap.list_grants(to_compare, [])["grants"] -%}
        {%- set place = places[dbt_wap.relation_name(row["database"], row["schema"])] -%}
        {%- do of_prod.append(dbt_wap.grant_key(dict(row, database=place["database"], schema=place["schema"]))) -%}
    {%- endfor -%}
    {%- for row in others if row["on"] == "schema" or dbt_wap.grant_key(row) not in of_prod -%}
        {%- do rows.append(dict(row, cascade=row["option"])) -%}
    {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}

{# Return the grants to others than the role of the session and the owner of the schema. Reads only. #}
{% macro _grants_to_others(found, places) %}
    {%- set rows = found["grants"] | rejectattr("system") | list -%}
    {%- set others, own = [], {"kind": "ROLE", "name": dbt_wap.session_role(places) if rows else none} -%}
    {%- for row in rows -%}
        {%- set owner = found["owners"].get(dbt_wap.relation_name(row["database"], row["schema"])) -%}
        {%- if {"kind": row["to_kind"], "name": row["to_name"]} not in [own, owner] -%}
            {%- do others.append(row) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(others) -%}
{% endmacro %}
