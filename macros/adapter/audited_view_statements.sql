{#
    The statements that make views in prod from the text that was audited, in prod's names, as {relation key: [sql]};
    without those whose text is no longer known, or has the name of an audit schema in a literal. side: where the
    audited views are. Reads only.
#}
{% macro audited_view_statements(run, keys, side) %}
    {%- do return(adapter.dispatch("audited_view_statements", "dbt_wap")(run=run, keys=keys, side=side)) -%}
{% endmacro %}

{% macro default__audited_view_statements(run, keys, side) %}
    {%- do dbt_wap.unsupported("audited_view_statements") -%}
{% endmacro %}

{# The exchange has written all that can be written so. Atomic: yes, reads nothing. #}
{% macro duckdb__audited_view_statements(run, keys, side) %} {%- do return({}) -%} {% endmacro %}

{# The stored text is dbt's own, with its options; a comment is not part of it. Atomic: no, each statement commits. #}
{% macro snowflake__audited_view_statements(run, keys, side) %}
    {%- set schemas, found = {}, {} -%}
    {%- for pair in run["schemas"] -%} {%- do schemas.update({pair["audit"]: pair["prod"]}) -%} {%- endfor -%}
    {%- set definitions = dbt_wap.get_definitions(dbt_wap.places_of(run["schemas"], side)) -%}
    {%- for relation in dbt_wap.relations_of(run["schemas"], side) if relation["key"] in keys and relation["kind"] == "view" -%}
        {%- set own = dbt_wap.relation_key(relation["database"], relation["schema"], relation["name"]) -%}
        {%- set name = dbt_wap.relation_name(relation["database"], relation["pair"]["prod"], relation["name"]) -%}
        {%- set sql = dbt_wap._snowflake_repointed(definitions[own]["body"], name, schemas) -%}
        {%- if "VIEW" in dbt_wap._snowflake_tokens(sql) and not dbt_wap.names_schema_as_text(sql, schemas.keys()) -%}
            {%- do found.update({relation["key"]: [sql]}) -%}
            {%- if definitions[own]["comment"] -%}
                {%- do found[relation["key"]].append(
                    "comment on view " ~ name ~ " is " ~ dbt_wap.text_literal(definitions[own]["comment"])
                ) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
