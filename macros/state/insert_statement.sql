{#
    Return one INSERT of rows into a state table, each with a value for every column. None becomes null. A value {"sql":
    ".."} is an expression and must be the same for all rows, because not every engine accepts a subquery in VALUES.
    Pure.
#}
{% macro insert_statement(table, rows) %}
    {%- set given, chosen, texts, columns = [], [], [], dbt_wap.state_columns()[table] -%}
    {%- for column, type in columns.items() -%}
        {%- set value = rows[0][loop.index0] -%}
        {%- do chosen.append(value["sql"] if value is mapping else column) -%}
        {%- if value is not mapping -%}
            {%- do given.append({"column": column, "type": type, "at": loop.index0}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for row in rows -%}
        {%- for each in given if each["type"] != "bigint" and row[each["at"]] is not none -%}
            {%- do texts.append(row[each["at"]]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set literals, next = dbt_wap.text_literals(texts), namespace(at=0) -%}
    {%- set sql %}
        insert into {{ dbt_wap.state_table(table) }} ({{ columns | join(", ") }})
        select {{ chosen | join(", ") }}
        from (
            values
            {%- for row in rows %}
            (
                {%- for each in given -%}
                {%- set value = row[each["at"]] -%}
                {%- if value is none -%} null
                {%- elif each["type"] == "bigint" -%} {{ value | int }}
                {%- else -%} {{ literals[next.at] }} {%- set next.at = next.at + 1 -%}
                {%- endif -%}
                {{ ", " if not loop.last }}
                {%- endfor -%}
            ){{ "," if not loop.last }}
            {%- endfor %}
        ) as v ({{ given | map(attribute="column") | join(", ") }})
    {% endset -%}
    {%- do return(sql | trim) -%}
{% endmacro %}
