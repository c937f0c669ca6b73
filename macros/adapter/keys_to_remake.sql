{# The keys of the views (and what else holds a query) that dbt makes again in prod once the exchange is done. Reads only. #}
{% macro keys_to_remake(run) %}
    {%- do return(adapter.dispatch("keys_to_remake", "dbt_wap")(run=run)) -%}
{% endmacro %}

{% macro default__keys_to_remake(run) %} {%- do dbt_wap.unsupported("keys_to_remake") -%} {% endmacro %}

{# Those that the run made or changed: they are right already, dbt's hooks and configs are missing. Atomic: yes, reads the report. #}
{% macro duckdb__keys_to_remake(run) %}
    {%- set keys = [] -%}
    {%- for entry in dbt_wap.get_report(run["run_id"])["relations"]
        if entry["kind"] == "view" and entry["publish"] in ["create", "replace"]
    -%}
        {%- do keys.append(dbt_wap.relation_key(entry["database"], entry["schema"], entry["name"])) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}

{#
    Those that still name an audit schema: what could not be prepared, for it needs what only the candidate has, and
    views of the run in which the name stands as a text. Atomic: yes, reads of the catalog.
#}
{% macro snowflake__keys_to_remake(run) %}
    {%- set keys = dbt_wap._snowflake_views_naming_audit(run, "prod") | map(attribute="key") | list -%}
    {%- set built = dbt_wap.get_results(run["run_id"])["nodes"] -%}
    {%- set nodes = dbt_wap.nodes_by_key() -%}
    {%- for key, definition in dbt_wap.definitions_in_prod_names(run["schemas"], "prod").items()
        if definition["kind"] == "view" and key not in keys and key in nodes and nodes[key].unique_id in built
    -%}
        {%- set query = dbt_wap.comparable_body(definition["body"]) | upper -%}
        {%- for pair in run["schemas"] if (pair["audit"] | upper) in query and key not in keys -%}
            {%- do keys.append(key) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
