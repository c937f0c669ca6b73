{#
    These are the views that dbt would create in the same way: without hooks, with its own materialization, and with a
    known text. In the candidate, leave out those that can only be created after the exchange, and go on if one fails,
    because it needs what prod lacks: it is created after the exchange. Atomic: no, every statement commits, and a view
    is replaced in one.
#}
{% macro snowflake__schema_swap__written_view_statements(run, side) %}
    {%- set statements, keys = [], dbt_wap._snowflake_written_views(run, side) -%}
    {%- set written = dbt_wap.audited_view_statements(run, keys, side) if keys else {} -%}
    {%- set ready = keys if side == "prod" or not written else dbt_wap._snowflake_preparable(run) -%}
    {%- set relations = {} -%}
    {%- for relation in dbt_wap.relations_of(run["schemas"], side) if relation["key"] in written -%}
        {%- do relations.update({relation["key"]: relation}) -%}
    {%- endfor -%}
    {%- for key in dbt_wap.nodes_by_key() if key in written and key in ready -%}
        {%- if side == "prod" -%} {%- do statements.extend(written[key]) -%}
        {%- else -%}
            {%- set block = dbt_wap._snowflake_tried(dbt_wap._snowflake_renamed(written[key], relations[key])) -%}
            {%- do statements.append(dbt_wap._snowflake_block_sql(block)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{# Return the statements with the name that a view has in the candidate instead of the one in prod. Pure. #}
{% macro _snowflake_renamed(statements, relation) %}
    {%- set name = dbt_wap.relation_name(relation["database"], relation["pair"]["prod"], relation["name"]) -%}
    {%- set renamed = [] -%}
    {%- for sql in statements -%}
        {%- do renamed.append(sql.replace(name, dbt_wap.sql_name(relation), 1)) -%}
    {%- endfor -%}
    {%- do return(renamed) -%}
{% endmacro %}

{# Build a block that runs statements and does not fail if one of them does. Pure. #}
{% macro _snowflake_tried(statements) %}
    {%- set block -%}
        begin
            {%- for statement in statements %}
            execute immediate {{ dbt_wap.text_literal(statement) }};
            {%- endfor %}
            return null;
        exception when other then
            return sqlerrm;
        end
    {%- endset -%}
    {%- do return(block) -%}
{% endmacro %}

{#
    List the keys of the views on one side that name an audit schema and that the publish writes itself. Reads only.
#}
{% macro _snowflake_written_views(run, side) %}
    {%- set built, nodes = dbt_wap.get_results(run)["nodes"], dbt_wap.nodes_by_key() -%}
    {%- set plain, schemas, keys = [], {}, [] -%}
    {%- for view in dbt_wap._snowflake_views_naming_audit(run, side) if view["kind"] == "view" -%}
        {%- set node = nodes.get(view["key"]) -%}
        {%- set row = built.get(node.unique_id, {}) if node else {} -%}
        {%- set hooked = not row or dbt_wap._inputs_of_text(row["made_from"])[1] != "plain" -%}
        {%- if not hooked and dbt_wap._reason_of_node(node) != "materialization" -%}
            {%- do plain.append(view) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not plain -%} {%- do return([]) -%} {%- endif -%}
    {%- for pair in run["schemas"] -%} {%- do schemas.update({pair["audit"]: pair["prod"]}) -%} {%- endfor -%}
    {%- set definitions, views = dbt_wap.get_definitions(dbt_wap.locate(run["schemas"], side)), [] -%}
    {%- for view in plain -%}
        {%- set body = definitions[dbt_wap._key_beside(view, view["name"])]["body"] -%}
        {%- do views.append({"key": view["key"], "body": body}) -%}
    {%- endfor -%}
    {%- for key, body in dbt_wap.move_views(views, schemas).items() -%}
        {%- if not dbt_wap.has_name_in_text(body, schemas.keys()) -%}
            {%- do keys.append(key) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(dbt_wap.audited_view_statements(run, keys, side).keys() | list if keys else []) -%}
{% endmacro %}
