{# The stored text is dbt's own, with its options but without the comment. Atomic: no, every statement commits. #}
{% macro snowflake__schema_swap__audited_view_statements(run, keys, side) %}
    {%- set schemas, found = {}, {} -%}
    {%- for pair in run["schemas"] -%} {%- do schemas.update({pair["audit"]: pair["prod"]}) -%} {%- endfor -%}
    {%- set definitions = dbt_wap.get_definitions(dbt_wap.locate(run["schemas"], side)) -%}
    {%- for view in dbt_wap.relations_of(run["schemas"], side) if view["key"] in keys and view["kind"] == "view" -%}
        {%- set own = dbt_wap.relation_key(view["database"], view["schema"], view["name"]) -%}
        {%- set comment = definitions[own]["comment"] -%}
        {%- set name = dbt_wap.relation_name(view["database"], view["pair"]["prod"], view["name"]) -%}
        {%- set sql = dbt_wap._snowflake_repointed(definitions[own]["body"], name, schemas) -%}
        {%- set texts = [] -%}
        {%- for word in dbt_wap._snowflake_words(sql) if word[0] in "'$" -%}
            {%- do texts.append(word) -%}
        {%- endfor -%}
        {%- set sql = dbt_wap.rename_in_texts(sql, texts, schemas) -%}
        {%- if "VIEW" in dbt_wap._snowflake_tokens(sql) and not dbt_wap.has_name_in_text(sql, schemas.keys()) -%}
            {%- do found.update({view["key"]: [sql]}) -%}
            {%- if comment -%}
                {%- do found[view["key"]].append(dbt_wap.comment_statement("view", name, comment)) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
