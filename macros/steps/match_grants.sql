{#
    Gives prod what grants the schemas on another side of the pairs have and prod has not, and reads back; refuses (code
    interrupted) when something is still missing. Of finish_publish and, without transactions, rollback (`back`).
#}
{% macro match_grants(run, pairs, from_side, back=false) %}
    {%- if not pairs -%} {%- do return(none) -%} {%- endif -%}
    {%- set step = "rollback" if back else "publish" -%}
    {%- set plan = dbt_wap.grants_plan(pairs, from_side, "prod", none if back else run) -%}
    {%- set statements = dbt_wap.revoke_statements(plan["revoke"]) + dbt_wap.grant_statements(plan["apply"]) -%}
    {%- if statements -%}
        {%- do dbt_wap.execute_statements(statements) -%}
        {%- set left = dbt_wap.grants_plan(pairs, from_side, "prod", none if back else run) -%}
        {%- for row in left["apply"] + left["revoke"] -%}
            {%- set object = row["schema"] ~ ("." ~ row["name"] if row["name"]) -%}
            {%- do dbt_wap.refuse(
                step,
                "the grant of " ~ row["privilege"] ~ " on " ~ object ~ " to " ~ row["to_name"] ~ " is not as it was",
                prod=("as before the run" if back else "published") ~ ", but that grant is wrong",
                next="wap " ~ step ~ " " ~ run["run_id"] ~ ", once the role may give that grant",
                code="interrupted",
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
