{# Replace schema names in the string literals of a statement. Pure. #}
{% macro rename_in_texts(sql, texts, schemas) %}
    {%- set moved = namespace(sql=sql) -%}
    {%- for literal in texts -%}
        {%- set at = namespace(text=literal) -%}
        {%- for old, new in schemas.items() -%}
            {%- for form, by in [[old, new], [old | lower, new | lower], [old | upper, new | upper]] -%}
                {%- set at.text = at.text.replace(form, by) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- if at.text != literal -%}
            {%- set moved.sql = moved.sql.replace(literal, at.text) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(moved.sql) -%}
{% endmacro %}
