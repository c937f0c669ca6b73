{# Return the archive schemas that a run created and `clean` has not dropped, as [{database, schema}]. Pure. #}
{% macro archive_schemas_of(run) %}
    {%- set events = run["events"] | map(attribute="event") | list -%}
    {%- set schemas = [] -%}
    {%- if "cleaned" not in events and "swapped" in events -%}
        {%- for pair in run["schemas"] -%}
            {%- set name = dbt_wap.archive_schema_name(pair["prod"], run["run_id"], undone="rolled_back" in events) -%}
            {%- do schemas.append({"database": pair["database"], "schema": name}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(schemas) -%}
{% endmacro %}
