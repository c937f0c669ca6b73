{#
    List the audit schemas that tests with store_failures write to and that contain no models: [{database, schema}].
    pairs: from schema_pairs. Pure.
#}
{% macro test_schemas(project, pairs) %}
    {%- set found, seen, audits = {}, {}, dbt_wap.place_keys(pairs, "audit") -%}
    {%- for fact in project["tests"].values() if fact["schema"] and not fact["excluded"] -%}
        {%- set place = fact["place"] -%}
        {%- if place["written"] not in seen -%}
            {%- do seen.update({place["written"]: true}) -%}
            {%- set audit = dbt_wap.audit_name_of(fact["schema"]) -%}
            {%- set audit = audit if place["quoted"] else dbt_wap.stored_name(audit) -%}
            {%- set key = dbt_wap.schema_key(fact["prod"]["database"], audit) -%}
            {%- if key not in audits -%}
                {%- do found.update({key: {"database": fact["prod"]["database"], "schema": audit}}) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found.values() | list) -%}
{% endmacro %}
