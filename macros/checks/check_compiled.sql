{#
    Return the relation keys of the views whose inputs differ from those of the build; dbt-wap creates these from their
    audited text. Refuse those that only dbt can create because of their hooks. Reads only.
#}
{% macro check_compiled(run, views, compiled, side) %}
    {%- set built, changed, refused = dbt_wap.get_results(run)["nodes"], {}, [] -%}
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

{#
    Refuse to publish views that would differ from the audited ones. `swapped`: whether prod already has the candidate.
#}
{% macro _refuse_compiled(run, refused, swapped) %}
    {%- set what -%}
        {{ dbt_wap.counted(refused | length, "view") }} of run {{ run["run_id"] }} would differ from what was audited:
        {{- "\n  " ~ refused | sort | join("\n  ") }}
        {{- "\nenvironment variables, vars, dbt flags, the target, a macro, a package or the code differ from those " }}
        {{- "of the build (commit " ~ (run["git_sha"] or "unknown") ~ "), or the code changes with each compile, " }}
        {{- "for example because of run_started_at" }}
    {%- endset -%}
    {%- set id, back = run["run_id"], "rollback" if swapped else "discard" -%}
    {%- do dbt_wap.refuse(
        "publish",
        what | trim,
        prod="published, with these views as audited" if swapped else "unchanged",
        next="wap publish " ~ id ~ " in the environment of the build; or wap " ~ back ~ " " ~ id ~ ", then wap run",
        code="interrupted" if swapped else "config",
    ) -%}
{% endmacro %}
