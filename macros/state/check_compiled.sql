{#
    The views among `views` ({unique id: relation key}) that dbt makes from something else here and now than in the
    build, as relation keys: they get the audited text, which the macros write. Refuses those that only dbt can make:
    with hooks, or with the name of their own schema in a text. `compiled`: {unique id: hash}. Reads only.
#}
{% macro check_compiled(run, views, compiled, side) %}
    {%- set built, changed, refused = dbt_wap.get_results(run["run_id"])["nodes"], [], [] -%}
    {%- for unique_id, key in views.items() -%}
        {%- set node = graph.nodes.get(unique_id) -%}
        {%- set now = dbt_wap.made_from(node, compiled.get(unique_id)) if node else none -%}
        {%- if not now or now != built.get(unique_id, {}).get("made_from") -%}
            {%- do changed.append(key) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set writable = dbt_wap.audited_view_statements(run, changed, side) if changed else {} -%}
    {%- for unique_id, key in views.items() if key in changed -%}
        {%- set node = graph.nodes.get(unique_id) -%}
        {%- if key not in writable or (node and dbt_wap.hooks_of(node)) -%}
            {%- do refused.append("  " ~ unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if refused -%}
        {%- set swapped, id = side == "prod", run["run_id"] -%}
        {%- set what -%}
            {{ refused | length }} view(s) of run {{ id }} would be made from something else than was audited:
            {{- "\n" ~ refused | sort | join("\n") }}
            {{- "\nenvironment variables, vars, flags of dbt, the target, a macro, a package or the code differ " }}
            {{- "from those of the build (commit " ~ (run["git_sha"] or "unknown") ~ "), or the code is new at " }}
            {{- "each compile, as with run_started_at" }}
        {%- endset -%}
        {%- do dbt_wap.refuse(
            "publish",
            what | trim,
            prod="published, these views as audited" if swapped else "unchanged",
            next="wap publish " ~ id ~ ", where it was built; else wap "
            ~ ("rollback " if swapped else "discard ") ~ id ~ ", then wap run",
            code="interrupted" if swapped else "config",
        ) -%}
    {%- endif -%}
    {%- do return(changed) -%}
{% endmacro %}
