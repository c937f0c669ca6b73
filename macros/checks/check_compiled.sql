{#
    The views among `views` ({unique id: relation key}) that dbt makes from something else here and now than in the
    build, as relation keys: they get the audited text, which the macros write. Refuses those that only dbt can make,
    because of their hooks. `compiled`: {unique id: hash}. Reads only.
#}
{% macro check_compiled(run, views, compiled, side) %}
    {%- set built, changed, refused = dbt_wap.get_results(run["run_id"])["nodes"], {}, [] -%}
    {%- for unique_id, key in views.items() -%}
        {%- set node, row = graph.nodes.get(unique_id), built.get(unique_id, {}) -%}
        {%- set then = dbt_wap._inputs_of_text(row["made_from"]) -%}
        {%- set now = dbt_wap.build_inputs(node, compiled.get(unique_id)) if node else [none, none] -%}
        {%- set put_back = dbt_wap.strategy_traits()["views"] == "written" and now[1] == then[1] and now[0] -%}
        {%- if now != then and then[1] == "plain" -%} {%- do changed.update({key: unique_id}) -%}
        {%- elif now != then and not put_back -%} {%- do refused.append(unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set writable = dbt_wap.audited_view_statements(run, changed.keys() | list, side) if changed else {} -%}
    {%- for key, unique_id in changed.items() if key not in writable -%}
        {%- do refused.append(unique_id) -%}
    {%- endfor -%}
    {%- if refused -%} {%- do dbt_wap._refuse_compiled(run, refused, side == "prod") -%} {%- endif -%}
    {%- do return(changed.keys() | list) -%}
{% endmacro %}

{% macro _refuse_compiled(run, refused, swapped) %}
    {%- set what -%}
        {{ refused | length }} view(s) of run {{ run["run_id"] }} would be made from something else than was audited:
        {{- "\n  " ~ refused | sort | join("\n  ") }}
        {{- "\nenvironment variables, vars, flags of dbt, the target, a macro, a package or the code differ from " }}
        {{- "those of the build (commit " ~ (run["git_sha"] or "unknown") ~ "), or the code is new at each compile, " }}
        {{- "as with run_started_at" }}
    {%- endset -%}
    {%- set id, back = run["run_id"], "rollback" if swapped else "discard" -%}
    {%- do dbt_wap.refuse(
        "publish",
        what | trim,
        prod="published, these views as audited" if swapped else "unchanged",
        next="wap publish " ~ id ~ ", where it was built; else wap " ~ back ~ " " ~ id ~ ", then wap run",
        code="interrupted" if swapped else "config",
    ) -%}
{% endmacro %}
