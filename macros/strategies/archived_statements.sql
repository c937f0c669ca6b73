{#
    The INSERTs that remember what a publish archives, relation by relation (phase archived), and that a schema has been
    archived at all. change: of exchange_statements, with the run of the schemas that are swapped and what was seen in
    prod just before. Of schemas that were swapped earlier what is remembered stays. May scan prod; reads only.
#}
{% macro archived_statements(run, change) %}
    {%- set pairs, seen = change["run"]["schemas"], change["seen"] -%}
    {%- set prods = dbt_wap.place_keys(pairs, "prod") -%}
    {%- set found = {} -%}
    {%- for key, entry in dbt_wap.get_fingerprints(run["run_id"], "archived").items()
        if dbt_wap.schema_key(entry["database"], entry["schema"]) not in prods
    -%}
        {%- do found.update({key: entry}) -%}
    {%- endfor -%}
    {%- set relations = dbt_wap.relations_among(pairs, "prod", change["archived"]) -%}
    {%- do found.update(dbt_wap.fingerprint_with_definitions(pairs, "prod", relations, seen["now"])) -%}
    {%- for pair in pairs -%}
        {%- do found.update(dbt_wap.archive_mark(pair, change["inventories"])) -%}
    {%- endfor -%}
    {%- do return(dbt_wap.fingerprint_statements(run["run_id"], "archived", found, seen["taken_at"])) -%}
{% endmacro %}
