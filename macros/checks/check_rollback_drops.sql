{#
    Says which relations a rollback takes out of prod. Refuses one that nobody `meant`, neither by naming the run nor by
    force, when nothing of the project would be left: the first publish. keys: of keys_in_plan. Reads only.
#}
{% macro check_rollback_drops(run, keys, meant) %}
    {%- set archived, nodes = dbt_wap.get_fingerprints(run["run_id"], "archived"), dbt_wap.nodes_by_key() -%}
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
            "before " ~ dbt_wap.describe_run(run) ~ " prod had nothing of the project, and a rollback would leave it"
            ~ " so; these would go: " ~ going | sort | join(", "),
            prod="as published",
            next="wap rollback " ~ run["run_id"],
        ) -%}
    {%- endif -%}
    {%- if going -%} {%- do dbt_wap.say("out of prod go: " ~ going | sort | join(", ")) -%} {%- endif -%}
{% endmacro %}
