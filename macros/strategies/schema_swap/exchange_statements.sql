{#
    Put prod's grants on the source, then swap it with prod. Old prod is then under the source's name. One block, which
    runs on the server, makes the grants on the schemas, which let readers see the source, and the swaps; it swaps back
    if a swap fails. Atomic: no, each swap is atomic but all of them together are not; after a crash, pair_states shows
    which schema is where.
#}
{% macro snowflake__schema_swap__exchange_statements(pairs, run_id, grants) %}
    {%- set statements, swaps = dbt_wap._snowflake_prepare_statements(pairs, run_id), [] -%}
    {%- for pair in pairs -%} {%- do swaps.append(dbt_wap._snowflake_swap_sql(pair)) -%} {%- endfor -%}
    {%- set on_relations = grants["apply"] | selectattr("on", "equalto", "relation") | list -%}
    {%- set on_schemas = grants["apply"] | rejectattr("on", "equalto", "relation") | list -%}
    {%- do statements.extend(dbt_wap.grant_statements(on_relations)) -%}
    {%- set last = dbt_wap.revoke_statements(grants["revoke"]) + dbt_wap.grant_statements(on_schemas) -%}
    {%- set last = last + dbt_wap._snowflake_owner_statements(grants["owners"], pairs) -%}
    {%- set exchange = swaps -%}
    {%- if swaps | length > 1 or (swaps and last) -%}
        {%- set exchange = [dbt_wap._snowflake_block_sql(dbt_wap._snowflake_swap_block(last, swaps))] -%}
    {%- endif -%}
    {%- do return({"prepare": statements, "exchange": exchange, "archived": none, "inventories": {}}) -%}
{% endmacro %}

{#
    Build the statements that prepare the source for the swap: drop what is removed or left out, and give parked views
    their own names. Create prod if it does not exist. Reads only.
#}
{% macro _snowflake_prepare_statements(pairs, run_id) %}
    {%- set schemas = dbt_wap._snowflake_schemas_of(pairs) -%}
    {%- set statements = [] -%}
    {%- for pair in pairs -%}
        {%- for item in pair["items"] if item["action"] == "drop" -%}
            {%- set relation = {"database": pair["database"], "schema": pair["source"], "name": item["name"]} -%}
            {%- do statements.append(dbt_wap._snowflake_drop_sql(relation, item["before_kind"])) -%}
        {%- endfor -%}
        {%- for relation in pair["left_out"] -%}
            {%- do statements.append(dbt_wap._snowflake_drop_sql(relation, relation["kind"])) -%}
        {%- endfor -%}
        {%- if dbt_wap.schema_key(pair["database"], pair["prod"]) not in schemas -%}
            {%- do statements.append(dbt_wap.create_schema_statement(pair["database"], pair["prod"])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for view in dbt_wap.parked_views(pairs, "source", run_id).values() -%}
        {%- do statements.append(dbt_wap._snowflake_drop_sql(dict(view, name=view["own"]), "view")) -%}
        {%- do statements.append(dbt_wap._snowflake_rename_view_sql(view, view["own"])) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{% macro _snowflake_drop_sql(relation, kind) -%}
    drop {{ kind }} if exists {{ dbt_wap.sql_name(relation) }}
{%- endmacro %}

{% macro _snowflake_rename_view_sql(view, name) -%}
    alter view {{ dbt_wap.sql_name(view) }} rename to {{ dbt_wap.sql_name(dict(view, name=name)) }}
{%- endmacro %}

{% macro _snowflake_swap_sql(pair) -%}
    {%- set source = dbt_wap.relation_name(pair["database"], pair["source"]) -%}
    alter schema {{ source }} swap with {{ dbt_wap.relation_name(pair["database"], pair["prod"]) }}
{%- endmacro %}

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
    Build the statements that give the source to the owner of prod first, because a swap makes the owner of the source
    the owner of prod. Relations keep their owners. Pure.
#}
{% macro _snowflake_owner_statements(owners, pairs) %}
    {%- set statements = [] -%}
    {%- for pair in pairs -%}
        {%- set prod = dbt_wap.relation_name(pair["database"], pair["prod"]) -%}
        {%- for owner in owners if owner["what"] == prod and owner["before"]["kind"] == "ROLE" -%}
            {%- do statements.append(dbt_wap._snowflake_ownership_sql(pair, owner["before"]["name"])) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{% macro _snowflake_ownership_sql(pair, role) -%}
    {%- set source = dbt_wap.relation_name(pair["database"], pair["source"]) -%}
    grant ownership on schema {{ source }} to role {{ dbt_wap.identifier(role) }} copy current grants
{%- endmacro %}
