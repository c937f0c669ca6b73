{#
    Build the INSERTs that record the fingerprints of what a publish archives (phase archived), with an archive_mark for
    each schema. Keep the records of schemas that were swapped earlier. May scan prod. Reads only.
#}
{% macro archived_statements(run, change) %}
    {%- set pairs, seen = change["run"]["schemas"], change["seen"] -%}
    {%- set prods = dbt_wap.place_keys(pairs, "prod") -%}
    {%- set found = {} -%}
    {%- for key, entry in dbt_wap.get_fingerprints(run, "archived").items()
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
