{#
    The stored text is dbt's own, with its options but without the comment. The new view keeps the grants of the one
    that it replaces. Atomic: no, every statement commits.
#}
{% macro snowflake__schema_swap__audited_view_statements(run, keys, side) %}
    {%- set schemas, found = {}, {} -%}
    {%- for pair in run["schemas"] -%} {%- do schemas.update({pair["audit"]: pair["prod"]}) -%} {%- endfor -%}
    {%- set views = [] -%}
    {%- for view in dbt_wap.relations_of(run["schemas"], side) if view["key"] in keys and view["kind"] == "view" -%}
        {%- do views.append(view) -%}
    {%- endfor -%}
    {%- set definitions = dbt_wap.get_definitions(dbt_wap.locate(run["schemas"], side)) if views else {} -%}
    {%- for view in views -%}
        {%- set definition = definitions[dbt_wap._key_beside(view, view["name"])] -%}
        {%- set name = dbt_wap.relation_name(view["database"], view["pair"]["prod"], view["name"]) -%}
        {%- set sql = dbt_wap._snowflake_in_prod_names(definition["body"], name, schemas) -%}
        {%- if sql -%}
            {%- do found.update({view["key"]: [sql]}) -%}
            {%- if definition["comment"] -%}
                {%- do found[view["key"]].append(dbt_wap.comment_statement("view", name, definition["comment"])) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Return the CREATE VIEW that makes a view of the candidate under this name, with prod's names in its query and in its
    strings; none if its text is unknown or a string still has the name of an audit schema. schemas: {audit: prod}.
    Pure.
#}
{% macro _snowflake_in_prod_names(body, name, schemas) %}
    {%- set sql, texts = dbt_wap._snowflake_repointed(body, name, schemas), [] -%}
    {%- for word in dbt_wap._snowflake_words(sql) if word[0] in "'$" -%}
        {%- do texts.append(word) -%}
    {%- endfor -%}
    {%- set sql = dbt_wap.rename_in_texts(sql, texts, schemas) -%}
    {%- if "VIEW" not in dbt_wap._snowflake_tokens(sql) or dbt_wap.has_name_in_text(sql, schemas.keys()) -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- do return(dbt_wap._snowflake_keeping_grants(sql)) -%}
{% endmacro %}

{# Add COPY GRANTS to a CREATE VIEW, before the first AS outside parentheses, unless it has it. Pure. #}
{% macro _snowflake_keeping_grants(sql) %}
    {%- set words, at, made = dbt_wap._snowflake_words(sql), namespace(depth=0, in_head=true, copies=false), [] -%}
    {%- for word in words -%}
        {%- set at.depth = at.depth + {"(": 1, ")": -1}.get(word, 0) -%}
        {%- if at.in_head and at.depth == 0 and word | upper == "COPY" -%}
            {%- set at.copies = true -%}
        {%- endif -%}
        {%- if at.in_head and at.depth == 0 and word | upper == "AS" -%}
            {%- set at.in_head = false -%}
            {%- if not at.copies -%} {%- do made.append("copy grants ") -%} {%- endif -%}
        {%- endif -%}
        {%- do made.append(word) -%}
    {%- endfor -%}
    {%- do return(made | join("")) -%}
{% endmacro %}
