{#
    Puts prod's grants on the source, then swaps it with prod; what was prod is then under the source's name. The grants
    on the schema itself, which show the source to readers, and the swaps are one block, which the server runs without
    waiting for us, and which swaps back what it has swapped when a swap fails.
    Atomic: no, each swap is and all of them are not; killed in between, pair_states tells which schema is where.
#}
{% macro snowflake__schema_swap__exchange_statements(pairs, run_id, grants) %}
    {%- set schemas = dbt_wap._snowflake_schemas(dbt_wap.databases_of(pairs)) -%}
    {%- set statements, swaps = [], [] -%}
    {%- for pair in pairs -%}
        {%- for item in pair["items"] if item["action"] == "drop" -%}
            {%- do statements.append(
                "drop " ~ item["before_kind"] ~ " if exists " ~ dbt_wap.relation_name(pair["database"], pair["source"], item["name"])
            ) -%}
        {%- endfor -%}
        {%- for relation in pair["left_out"] -%}
            {%- do statements.append("drop " ~ relation["kind"] ~ " if exists " ~ dbt_wap.sql_name(relation)) -%}
        {%- endfor -%}
        {%- set prod = dbt_wap.relation_name(pair["database"], pair["prod"]) -%}
        {%- if dbt_wap.schema_key(pair["database"], pair["prod"]) not in schemas -%}
            {%- do statements.append("create schema " ~ prod) -%}
        {%- endif -%}
        {%- do swaps.append("alter schema " ~ dbt_wap.relation_name(pair["database"], pair["source"]) ~ " swap with " ~ prod) -%}
    {%- endfor -%}
    {%- for view in dbt_wap.parked_views(pairs, "source", run_id).values() -%}
        {%- set own = dbt_wap.relation_name(view["database"], view["schema"], view["own"]) -%}
        {%- do statements.append("drop view if exists " ~ own) -%}
        {%- do statements.append("alter view " ~ dbt_wap.sql_name(view) ~ " rename to " ~ own) -%}
    {%- endfor -%}
    {%- set on_relations = grants["apply"] | selectattr("on", "equalto", "relation") | list -%}
    {%- set last = dbt_wap.revoke_statements(grants["revoke"]) -%}
    {%- do last.extend(dbt_wap.grant_statements(grants["apply"] | rejectattr("on", "equalto", "relation") | list)) -%}
    {%- do last.extend(dbt_wap._snowflake_owner_statements(grants["owners"], pairs)) -%}
    {%- do statements.extend(dbt_wap.grant_statements(on_relations)) -%}
    {%- set exchange = swaps -%}
    {%- if swaps | length > 1 or (swaps and last) -%}
        {%- set exchange = [dbt_wap._snowflake_block_sql(dbt_wap._snowflake_swap_block(last, swaps))] -%}
    {%- endif -%}
    {%- do return({"prepare": statements, "exchange": exchange, "archived": none, "inventories": {}}) -%}
{% endmacro %}

{% macro _snowflake_swap_block(before, swaps) %}
    {%- set block -%}
        declare
            done number default 0;
        begin
            {%- for statement in before %}
            {{ statement }};
            {%- endfor %}
            {%- for swap in swaps %}
            {{ swap }};
            done := {{ loop.index }};
            {%- endfor %}
            return done;
        exception when other then
            {%- for swap in swaps | reverse %}
            if (done >= {{ loop.revindex }}) then {{ swap }}; end if;
            {%- endfor %}
            raise;
        end
    {%- endset -%}
    {%- do return(block) -%}
{% endmacro %}

{#
    A swap makes the owner of the source the owner of prod; the source is given to prod's own first. Relations keep
    theirs.
#}
{% macro _snowflake_owner_statements(owners, pairs) %}
    {%- set statements = [] -%}
    {%- for pair in pairs -%}
        {%- for owner in owners if owner["what"] == dbt_wap.relation_name(pair["database"], pair["prod"]) and owner["before"]["kind"] == "ROLE" -%}
            {%- do statements.append(
                "grant ownership on schema " ~ dbt_wap.relation_name(pair["database"], pair["source"]) ~ " to role "
                ~ dbt_wap.identifier(owner["before"]["name"]) ~ " copy current grants"
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}
