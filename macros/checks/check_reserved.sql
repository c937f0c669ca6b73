{#
    Refuse, in one list, the relations, and the tests that store their failures, whose name or schema is
    reserved for dbt-wap. project: from project_facts. Pure.
#}
{% macro check_reserved(project) %}
    {%- set state, facts, faults = dbt_wap.state_place(), project["nodes"].values() | list, [] -%}
    {%- for fact in project["tests"].values() if fact["node"].config.store_failures or flags.STORE_FAILURES -%}
        {%- do facts.append(fact) -%}
    {%- endfor -%}
    {%- set own = dbt_wap.schema_key(state["database"], state["schema"]) -%}
    {%- set inventory, parked = dbt_wap.inventory_name(), dbt_wap.parked_suffix() -%}
    {%- for fact in facts -%}
        {%- set node, name, fault = fact["node"], fact["node"].alias or fact["node"].name, none -%}
        {%- if name | lower == inventory -%}
            {%- set fault = 'dbt-wap uses "' ~ name ~ '" for the inventory of an archive' -%}
            {%- elif (name | upper).endswith(parked) -%}
            {%- set fault = 'dbt-wap uses names that end in "' ~ parked | lower ~ '" to prepare views' -%}
        {%- elif modules.re.search("(?i)__wap_[0-9]{8}_[0-9]{6}_[0-9a-z]{4}(_undone)?$", fact["schema"]) -%}
            {%- set fault = 'dbt-wap uses schema names like "' ~ fact["schema"] ~ '" for archives' -%}
        {%- elif fact["place"]["prod_key"] == own -%}
            {%- set fault = 'the schema "' ~ state["schema"] ~ '" is the state schema of dbt-wap' -%}
            {%- set fault = fault ~ " (var wap_state_schema)" -%}
        {%- endif -%}
        {%- if fault -%} {%- do faults.append("  " ~ node.unique_id ~ ": " ~ fault) -%} {%- endif -%}
    {%- endfor -%}
    {%- if faults -%}
        {%- do dbt_wap.refuse(
            "preflight",
            "dbt-wap reserves the name of " ~ dbt_wap.counted(faults | length, "node") ~ "; nothing was built\n"
            ~ faults | sort | join("\n"),
            next="wap run, after you rename these nodes",
        ) -%}
    {%- endif -%}
{% endmacro %}
