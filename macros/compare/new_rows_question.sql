{#
    Return SQL for the sample of a relation that prod does not have: the first `limit` rows by key, or any rows, with
    the values of the columns `shown`. read_samples reads them. plan: from get_comparison. Pure.
#}
{% macro new_rows_question(plan, shown, limit) %}
    {%- set ids = plan["keys"] | map(attribute="id") | join(", ") if plan["keys"] else none -%}
    select
        'added' as kind
        {% if ids %}, row_number() over (order by {{ ids }}) as nth {% endif %}
        {% for column in shown %}
            {%- set text = "shown_" ~ column["id"] %},
            {{ text if column["short"] else dbt_wap.truncated_text(text) }} as after_{{ column["id"] }}
        {% endfor %}
    from
        (
            select *
            from ({{ dbt_wap.side_sql(plan, "after", shown) }}) as all_rows
            {% if ids %} order by {{ ids }} {% endif %}
            limit {{ limit }}
        ) as first_rows
{% endmacro %}
