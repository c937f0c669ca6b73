{#
    Say which relations a rollback drops from prod. Refuse if it would drop every relation of the project (as the
    rollback of the first publish does), unless `meant`. Reads only.
#}
{% macro check_rollback_drops(run, keys, meant) %}
    {%- set archived, nodes = dbt_wap.get_fingerprints(run, "archived"), dbt_wap.nodes_by_key() -%}
    {%- set going, left = [], [] -%}
    {%- for relation in dbt_wap.relations_of(run["schemas"], "prod") -%}
        {%- if relation["key"] not in archived and (keys is none or relation["key"] in keys) -%}
            {%- do going.append(relation["pair"]["prod"] ~ "." ~ relation["name"]) -%}
        {%- elif relation["key"] in nodes -%} {%- do left.append(relation["key"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if going and not left and not meant -%}
        {%- do dbt_wap.refuse(
            "rollback",
            "prod had no relation of this project before " ~ dbt_wap.describe_run(run) ~ ", so a rollback would drop"
            ~ " all of them: " ~ going | sort | join(", ") ~ "; name the run to confirm",
            prod="as published",
            next="wap rollback " ~ run["run_id"],
        ) -%}
    {%- endif -%}
    {%- if going -%}
        {%- do dbt_wap.say("the rollback drops from prod: " ~ going | sort | join(", ")) -%}
    {%- endif -%}
{% endmacro %}
